package io.schemawright.notifier.message;

import io.schemawright.event.ChangeCompleted;
import java.util.Optional;

/**
 * Something worth telling.
 *
 * @param message for the channels
 * @param completed for programs, where the change has come to its end
 */
public record Notification(Message message, Optional<ChangeCompleted> completed) {}
