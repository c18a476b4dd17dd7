/**
 * What PostgreSQL objects look like: the table model, how it is read, named by fingerprint and
 * written as DDL.
 */
@NullMarked
package io.schemawright.catalog;

import org.jspecify.annotations.NullMarked;
