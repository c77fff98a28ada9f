package keneyapp.hapi;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * For the gateway in front of servers that cannot read tokens themselves (Orthanc): 204 for a good token, 401 otherwise. Who
 * looks needs the right to read everything, who stores the right to write it.
 */
@RestController
public class TokenController {
  private final TokenVerifier tokens;

  public TokenController(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @GetMapping("/token")
  ResponseEntity<Void> check(
      @RequestHeader(name = "Authorization", required = false) String authorization,
      @RequestHeader(name = "X-Original-Method", required = false) String method) {
    boolean isWrite = !"GET".equals(method) && !"HEAD".equals(method);
    return tokens.scopes(authorization).filter(scopes -> reachesImages(scopes, isWrite)).isPresent()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.status(401).header("WWW-Authenticate", "Bearer").build();
  }

  private static boolean reachesImages(String scopes, boolean isWrite) {
    for (String one : scopes.split(" ")) if (Scope.covers(one, null, isWrite, false)) return true;
    return false;
  }
}
