/** The difference, judged by databases. */
@NullMarked
package io.schemawright.difference;

import org.jspecify.annotations.NullMarked;
