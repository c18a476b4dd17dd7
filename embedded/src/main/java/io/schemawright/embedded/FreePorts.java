package io.schemawright.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds TCP ports of 127.0.0.1 that nobody listens on.
 *
 * <p>Chosen below the range from which the system takes the local ports of outgoing connections: so
 * a client that keeps trying to reach a stopped server cannot take that server's port away. Another
 * process may still be faster than the caller; who binds must be ready to choose again.
 */
public final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int BEYOND_HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /** Chooses one port; throws {@link IllegalStateException} when none is found. */
  public static int choose() {
    return choose(1).get(0);
  }

  /**
   * Chooses as many different ports; throws {@link IllegalStateException} when too few are found.
   */
  public static List<Integer> choose(int count) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int attempt = 0; ports.size() < count; attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IllegalStateException(
            "No free port between " + LOWEST + " and " + BEYOND_HIGHEST);
      }
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND_HIGHEST);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  /**
   * Chooses the first of as many free ports in a row; throws {@link IllegalStateException} when
   * none is found.
   */
  public static int chooseRow(int count) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND_HIGHEST - count);
      if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
        return first;
      }
    }
    throw new IllegalStateException("No " + count + " free ports in a row");
  }

  /** Whether nobody listens on this port of 127.0.0.1 at this moment. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do: connections that linger after a restart do not make the port busy.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException busy) {
      return false;
    }
  }
}
