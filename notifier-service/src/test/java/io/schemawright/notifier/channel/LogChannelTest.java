package io.schemawright.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.schemawright.notifier.message.Messages;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogChannelTest implements ChannelContract {
  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(LogChannel.class);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event);
        }
      };

  @BeforeEach
  void listen() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
  }

  @Override
  public Channel channel() {
    return new LogChannel();
  }

  @Override
  public List<String> received() {
    return lines.stream().map(line -> value(line, "id")).toList();
  }

  @Test
  void deliver_saysWhatHappenedAndToWhich() {
    channel().deliver(Messages.any());

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getMessage()).isEqualTo("notification");
    assertThat(value(lines.get(0), "requestId")).isEqualTo("req-1");
    assertThat(value(lines.get(0), "kind")).isEqualTo("COMPLETED");
  }

  private static String value(ILoggingEvent line, String key) {
    return line.getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(key))
        .map(pair -> String.valueOf(pair.value))
        .findFirst()
        .orElseThrow();
  }
}
