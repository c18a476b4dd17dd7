@NullMarked
package io.schemawright.executor.window;

import org.jspecify.annotations.NullMarked;
