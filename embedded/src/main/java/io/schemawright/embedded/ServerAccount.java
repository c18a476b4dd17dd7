package io.schemawright.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The account that PostgreSQL's programs run under: they refuse to run as root.
 *
 * <p>Any other user runs them as they are. Root, which is what containers and build machines often
 * give us, runs them in a user namespace of their own where it is not root ({@code unshare -U}): no
 * file changes hands, and directories only root can enter are no obstacle. Where the kernel or a
 * container forbids namespaces, root lends the data directory to {@code nobody} and runs them as
 * that ({@code setpriv}).
 *
 * @param prefix what comes before each command
 * @param owner whom the data directory must belong to; empty for ourselves
 */
record ServerAccount(List<String> prefix, String owner) {
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  static final ServerAccount NOBODY =
      new ServerAccount(
          List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), "nobody");

  private static final class Current {
    static final ServerAccount VALUE = choose(new UnixSystem().getUid() == 0, Programs::attempt);
  }

  /** The one for this process. */
  static ServerAccount current() {
    return Current.VALUE;
  }

  /**
   * Chooses by trying.
   *
   * @throws IllegalStateException when root has no way to become somebody else
   */
  static ServerAccount choose(boolean root, Function<List<String>, Programs.Outcome> attempt) {
    if (!root) {
      return new ServerAccount(List.of(), "");
    }
    if (becomesAnother(NAMESPACE, attempt)) {
      return new ServerAccount(NAMESPACE, "");
    }
    if (becomesAnother(NOBODY.prefix(), attempt)) {
      return NOBODY;
    }
    throw new IllegalStateException(
        "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here."
            + " Run this as another user, or install util-linux");
  }

  /** initdb also wants the account to have a name. */
  private static boolean becomesAnother(
      List<String> prefix, Function<List<String>, Programs.Outcome> attempt) {
    Programs.Outcome name = attempt.apply(with(prefix, List.of("id", "-un")));
    return name.succeeded() && !name.output().equals("root");
  }

  List<String> command(List<String> command) {
    return with(prefix, command);
  }

  /** Whether files of ours are at our disposal only when all the world can read them. */
  boolean isForeign() {
    return !owner.isEmpty();
  }

  /** Gives this directory, empty as yet, to the account. */
  void give(Path directory) {
    if (isForeign()) {
      try {
        UserPrincipal user =
            directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        Files.setOwner(directory, user);
      } catch (IOException e) {
        throw new UncheckedIOException("Could not give " + directory + " to " + owner, e);
      }
    }
  }

  private static List<String> with(List<String> prefix, List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return List.copyOf(whole);
  }
}
