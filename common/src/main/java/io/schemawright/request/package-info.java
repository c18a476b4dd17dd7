/** The canonical request. */
@NullMarked
package io.schemawright.request;

import org.jspecify.annotations.NullMarked;
