package keneyapp.hapi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SMART scopes of version 1 (`user/Observation.read`) and 2 (`system/*.cruds`). */
final class Scope {
  private static final Pattern FORM = Pattern.compile("(user|system)/(\\*|[A-Za-z]+)\\.(\\*|read|write|[cruds]+)");

  private Scope() {}

  /** @param resource null for requests to the whole server, which need the right to all types */
  static boolean covers(String scope, String resource, boolean isWrite, boolean isForSystem) {
    Matcher parts = FORM.matcher(scope);
    if (!parts.matches() || (isForSystem && !parts.group(1).equals("system"))) return false;
    if (!parts.group(2).equals("*") && !parts.group(2).equals(resource)) return false;
    String rights = parts.group(3);
    return switch (rights) {
      case "*" -> true;
      case "read" -> !isWrite;
      case "write" -> isWrite;
      default -> isWrite ? rights.contains("c") && rights.contains("u") : rights.contains("r") && rights.contains("s");
    };
  }
}
