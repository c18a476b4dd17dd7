/** What is made of messages, without a broker or a database. */
@NullMarked
package io.schemawright.intake.request;

import org.jspecify.annotations.NullMarked;
