package io.schemawright.notifier.delivery;

import io.schemawright.notifier.channel.Channel;
import io.schemawright.notifier.channel.Reply;
import io.schemawright.notifier.message.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A channel that replies as it is told, and then takes everything. */
final class ScriptedChannel implements Channel {
  private final Queue<Supplier<Reply>> replies = new ArrayDeque<>();
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final int couriers;

  ScriptedChannel(int couriers) {
    this.couriers = couriers;
  }

  ScriptedChannel will(Supplier<Reply> reply) {
    synchronized (replies) {
      replies.add(reply);
    }
    return this;
  }

  /** The ids of all that came, whatever was replied. */
  List<String> delivered() {
    return List.copyOf(delivered);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public int couriers() {
    return couriers;
  }

  @Override
  public int attempts() {
    return 3;
  }

  @Override
  public Reply deliver(Message message) {
    delivered.add(message.id());
    Supplier<Reply> next;
    synchronized (replies) {
      next = replies.poll();
    }
    return next == null ? new Reply.Taken() : next.get();
  }
}
