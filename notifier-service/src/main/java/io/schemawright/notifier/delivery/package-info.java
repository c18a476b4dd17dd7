/** How messages reach their channels: rows that couriers claim, tries and waits between them. */
@NullMarked
package io.schemawright.notifier.delivery;

import org.jspecify.annotations.NullMarked;
