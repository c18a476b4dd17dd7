/** What is told: the state of each change, and the message it is worth. */
@NullMarked
package io.schemawright.notifier.message;

import org.jspecify.annotations.NullMarked;
