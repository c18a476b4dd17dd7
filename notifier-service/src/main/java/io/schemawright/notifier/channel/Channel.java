package io.schemawright.notifier.channel;

import io.schemawright.notifier.message.Message;
import io.schemawright.service.Settings;
import java.util.Optional;

/**
 * A way to reach people. A new one is one file, which holds the channel and its {@link Kind}.
 *
 * <p>Thread-safe. What a channel delivers it may have to deliver again, after a crash or where the
 * answer was lost: it passes on {@link Message#id}, by which the receiver knows a repeat.
 */
public interface Channel {

  /** The name in the tables and metrics. */
  String name();

  /**
   * Tries once, and says how it went; may block for seconds, never without end. What it throws
   * counts as a try that failed; when interrupted it throws with the interrupt flag set.
   */
  Reply deliver(Message message);

  /** How many couriers work for this channel at a time; each keeps a database connection. */
  default int couriers() {
    return 1;
  }

  /**
   * How many messages a courier takes along at a time; more than one only where each is instant.
   */
  default int load() {
    return 1;
  }

  /** How often a message is tried before it is parked. */
  default int attempts() {
    return 10;
  }

  /**
   * Opens a channel from the settings; registered with {@code @AutoService(Channel.Kind.class)}.
   */
  interface Kind {

    /** The name of the channel. */
    String name();

    /**
     * The channel, if the settings ask for it. Problems are left with the settings, and then the
     * answer does not matter.
     */
    Optional<Channel> open(Settings settings);
  }
}
