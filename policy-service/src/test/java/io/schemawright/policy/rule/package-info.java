/** Tests. */
@NullMarked
package io.schemawright.policy.rule;

import org.jspecify.annotations.NullMarked;
