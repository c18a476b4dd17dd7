@NullMarked
package io.schemawright.executor;

import org.jspecify.annotations.NullMarked;
