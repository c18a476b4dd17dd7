/**
 * The life of a service: settings, parts started in order and closed in reverse, health and
 * metrics.
 */
@NullMarked
package io.schemawright.service;

import org.jspecify.annotations.NullMarked;
