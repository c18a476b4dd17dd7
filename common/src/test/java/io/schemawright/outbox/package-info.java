@NullMarked
package io.schemawright.outbox;

import org.jspecify.annotations.NullMarked;
