@NullMarked
package io.schemawright.event;

import org.jspecify.annotations.NullMarked;
