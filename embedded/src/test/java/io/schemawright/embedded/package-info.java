@NullMarked
package io.schemawright.embedded;

import org.jspecify.annotations.NullMarked;
