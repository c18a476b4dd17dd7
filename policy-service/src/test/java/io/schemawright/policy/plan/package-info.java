/** Tests. */
@NullMarked
package io.schemawright.policy.plan;

import org.jspecify.annotations.NullMarked;
