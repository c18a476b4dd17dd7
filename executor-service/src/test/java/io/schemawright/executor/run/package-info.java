@NullMarked
package io.schemawright.executor.run;

import org.jspecify.annotations.NullMarked;
