/** From changes to the steps that make them. */
@NullMarked
package io.schemawright.policy.plan;

import org.jspecify.annotations.NullMarked;
