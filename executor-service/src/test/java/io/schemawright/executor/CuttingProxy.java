package io.schemawright.executor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a PostgreSQL without TLS, and cuts the connection once, in the middle
 * of what is told to it.
 */
public final class CuttingProxy implements AutoCloseable {
  /** How much of what a client sent is looked through: more than one of our messages. */
  private static final int LOOK_BACK = 4096;

  /** Where a connection is cut. */
  public enum Cut {
    /** The words do not reach the server. */
    BEFORE,
    /** The server answers, and the client does not hear it. */
    BEFORE_THE_ANSWER
  }

  private record Order(String marker, String words, Cut cut) {}

  private final ServerSocket door;
  private final int port;
  private final AtomicReference<@Nullable Order> order = new AtomicReference<>();

  /** A proxy in front of the server on that port of this machine. */
  public CuttingProxy(int port) throws IOException {
    this.port = port;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("door", this::open);
  }

  /** Where it listens. */
  public int port() {
    return door.getLocalPort();
  }

  /**
   * Cuts the first connection that says these words.
   *
   * @param marker what it must have said before, or at the same time
   */
  public void cut(String marker, String words, Cut where) {
    order.set(new Order(marker, words, where));
  }

  /** Whether the cut has been made. */
  public boolean hasCut() {
    return order.get() == null;
  }

  private void open() throws IOException {
    while (true) {
      Socket client = door.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Line line = new Line(client, server);
      start("requests", line::requests);
      start("answers", line::answers);
    }
  }

  private final class Line {
    private final Socket client;
    private final Socket server;
    private boolean marked;
    private volatile boolean deaf;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void requests() throws IOException {
      StringBuilder said = new StringBuilder();
      byte[] bytes = new byte[LOOK_BACK];
      InputStream from = client.getInputStream();
      OutputStream to = server.getOutputStream();
      for (int length = from.read(bytes); length >= 0; length = from.read(bytes)) {
        said.append(new String(bytes, 0, length, ISO_8859_1));
        said.delete(0, Math.max(0, said.length() - LOOK_BACK));
        Order now = order.get();
        if (now != null && is(now, said) && order.compareAndSet(now, null)) {
          if (now.cut() == Cut.BEFORE) {
            close();
            return;
          }
          deaf = true;
        }
        to.write(bytes, 0, length);
      }
      close();
    }

    private boolean is(Order now, StringBuilder said) {
      int begin = said.indexOf(now.marker());
      if (begin >= 0 && !marked) {
        said.delete(0, begin); // What was said before does not count.
        marked = true;
      }
      return marked && said.indexOf(now.words()) >= 0;
    }

    void answers() throws IOException {
      byte[] bytes = new byte[LOOK_BACK];
      InputStream from = server.getInputStream();
      OutputStream to = client.getOutputStream();
      for (int length = from.read(bytes); length >= 0; length = from.read(bytes)) {
        if (deaf) {
          close();
          return;
        }
        to.write(bytes, 0, length);
      }
      close();
    }

    private void close() throws IOException {
      client.close();
      server.close();
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                return; // One of the two has gone.
              }
            },
            "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
