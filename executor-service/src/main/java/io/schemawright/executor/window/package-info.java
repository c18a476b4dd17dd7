/** When a target may be changed: its windows and freezes, as values. */
@NullMarked
package io.schemawright.executor.window;

import org.jspecify.annotations.NullMarked;
