/** The rules, one file each, and what they look at. */
@NullMarked
package io.schemawright.policy.rule;

import org.jspecify.annotations.NullMarked;
