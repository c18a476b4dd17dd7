@NullMarked
package io.schemawright.messaging;

import org.jspecify.annotations.NullMarked;
