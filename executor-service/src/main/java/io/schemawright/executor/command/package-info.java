/** What an operator runs by hand. */
@NullMarked
package io.schemawright.executor.command;

import org.jspecify.annotations.NullMarked;
