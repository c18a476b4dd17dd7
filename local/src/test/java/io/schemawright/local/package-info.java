@NullMarked
package io.schemawright.local;

import org.jspecify.annotations.NullMarked;
