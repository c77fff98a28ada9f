package keneyapp.hapi;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Access tokens of the identity provider: signature by its published keys, issuer, audience, expiry, type, and whom they were given to. */
@Component
public class TokenVerifier {
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final LoadingCache<String, Optional<String>> known = Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(10)).maximumSize(10_000).build(this::verified);

  /** Clients of ours: a token that was given to somebody else's application opens nothing here. */
  private final Set<String> clients;

  public TokenVerifier(Settings settings) {
    clients = Set.copyOf(settings.clients());
    try {
      var keys = JWKSourceBuilder.create(URI.create(settings.jwksUrl()).toURL()).retrying(true).outageTolerant(true).build();
      processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256), keys));
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("keneyapp.jwks-url is not an address", e);
    }
    // an ID token is a JWT too, but meant for the client: the audience tells them apart
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
        settings.audience(), new JWTClaimsSet.Builder().issuer(settings.issuer()).build(), Set.of("sub", "exp", "iat", "scope")));
  }

  static boolean isBearer(String header) {
    return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
  }

  /** The token's scopes; empty when it is not to be believed. Remembered for ten seconds: a batch asks for each of its parts. */
  Optional<String> scopes(String header) {
    if (!isBearer(header)) return Optional.empty();
    return known.get(header.substring(7).trim());
  }

  private Optional<String> verified(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      String client = claims.getStringClaim("azp") != null ? claims.getStringClaim("azp") : claims.getStringClaim("client_id");
      return client != null && clients.contains(client) ? Optional.ofNullable(claims.getStringClaim("scope")) : Optional.empty();
    } catch (Exception e) {
      return Optional.empty();
    }
  }
}
