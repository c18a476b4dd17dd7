package io.schemawright.notifier.channel;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.notifier.message.Message;
import io.schemawright.notifier.message.Messages;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every channel must do; a channel's test implements it, with a receiver that listens. */
public interface ChannelContract {

  /** A channel whose receiver takes everything. */
  Channel channel();

  /** The ids of the messages that the receiver got, in the order in which they came. */
  List<String> received();

  @Test
  default void name_isInKebabCase() {
    assertThat(channel().name()).matches("[a-z]+(-[a-z]+)*");
  }

  @Test
  default void limits_areSensible() {
    assertThat(channel().couriers()).isBetween(1, 3);
    assertThat(channel().load()).isPositive();
    assertThat(channel().attempts()).isPositive();
  }

  @Test
  default void deliver_reachesTheReceiver() {
    Message message = Messages.any();

    assertThat(channel().deliver(message)).isEqualTo(new Reply.Taken());

    assertThat(received()).containsExactly(message.id());
  }

  @Test
  default void deliver_again_hasTheSameId() {
    Message message = Messages.any();

    channel().deliver(message);
    channel().deliver(message);

    assertThat(received()).containsExactly(message.id(), message.id());
  }

  @Test
  default void deliver_takesAnyText() {
    Message message =
        Messages.of(UUID.randomUUID().toString(), "\"';--<b>\\ \u0000 ßİı \ud83d\udc18 {{x}} %s");

    assertThat(channel().deliver(message)).isEqualTo(new Reply.Taken());
  }

  @Test
  default void deliver_byManyAtOnce_deliversAll() throws Exception {
    Channel channel = channel();
    List<Message> messages = Stream.generate(Messages::any).limit(20).collect(toList());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Reply>> replies =
          messages.stream()
              .map(message -> threads.submit(() -> channel.deliver(message)))
              .collect(toList());
      for (Future<Reply> reply : replies) {
        assertThat(reply.get()).isEqualTo(new Reply.Taken());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(received())
        .containsExactlyInAnyOrderElementsOf(messages.stream().map(Message::id).toList());
  }
}
