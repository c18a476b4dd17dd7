@NullMarked
package io.schemawright.plan;

import org.jspecify.annotations.NullMarked;
