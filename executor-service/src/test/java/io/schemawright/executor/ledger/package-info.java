@NullMarked
package io.schemawright.executor.ledger;

import org.jspecify.annotations.NullMarked;
