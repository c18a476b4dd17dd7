/** What is remembered about a target's objects and requests. */
@NullMarked
package io.schemawright.policy.docket;

import org.jspecify.annotations.NullMarked;
