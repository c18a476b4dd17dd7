/** Every event that crosses a topic. */
@NullMarked
package io.schemawright.event;

import org.jspecify.annotations.NullMarked;
