/** Tests. */
@NullMarked
package io.schemawright.policy;

import org.jspecify.annotations.NullMarked;
