@NullMarked
package io.schemawright.executor.audit;

import org.jspecify.annotations.NullMarked;
