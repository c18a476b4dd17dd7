/** What policy decides and the executor runs: plans, steps, findings, observed effects, risk. */
@NullMarked
package io.schemawright.plan;

import org.jspecify.annotations.NullMarked;
