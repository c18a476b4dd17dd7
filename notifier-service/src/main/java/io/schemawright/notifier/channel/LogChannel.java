package io.schemawright.notifier.channel;

import com.google.auto.service.AutoService;
import io.schemawright.notifier.message.Message;
import io.schemawright.service.Settings;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every message as a line of the service's log; always there. */
public final class LogChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(LogChannel.class);
  private static final String NAME = "log";

  /** Registers this channel. */
  @AutoService(Channel.Kind.class)
  public static final class Kind implements Channel.Kind {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Optional<Channel> open(Settings settings) {
      return Optional.of(new LogChannel());
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Reply deliver(Message message) {
    LOG.atInfo()
        .addKeyValue("id", message.id())
        .addKeyValue("requestId", message.requestId())
        .addKeyValue("target", message.target())
        .addKeyValue("kind", message.kind())
        .addKeyValue("title", message.title())
        .log("notification");
    return new Reply.Taken();
  }

  @Override
  public int load() {
    return 50;
  }
}
