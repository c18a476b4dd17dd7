@NullMarked
package io.schemawright.executor.queue;

import org.jspecify.annotations.NullMarked;
