package io.schemawright.notifier.channel;

import io.schemawright.service.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The channels on the class path. */
public final class Channels {
  private Channels() {}

  /** Every kind there is, by name. */
  static List<Channel.Kind> kinds() {
    return ServiceLoader.load(Channel.Kind.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Channel.Kind::name))
        .toList();
  }

  /** Those that the settings ask for. */
  public static List<Channel> open(Settings settings) {
    return kinds().stream().flatMap(kind -> kind.open(settings).stream()).toList();
  }
}
