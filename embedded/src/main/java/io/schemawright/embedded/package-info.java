/**
 * A real Kafka broker and a real PostgreSQL on this machine, with nothing installed but a JDK: for
 * {@code bin/up} and for the tests.
 */
@NullMarked
package io.schemawright.embedded;

import org.jspecify.annotations.NullMarked;
