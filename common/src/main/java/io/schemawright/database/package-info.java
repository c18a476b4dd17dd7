/** A service's own PostgreSQL: the pool, its migrations, one transaction verb. */
@NullMarked
package io.schemawright.database;

import org.jspecify.annotations.NullMarked;
