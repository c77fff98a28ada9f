package keneyapp.hapi;

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
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Access tokens of the identity provider: signature by its published keys, issuer, audience, expiry, type. */
@Component
public class TokenVerifier {
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  public TokenVerifier(Settings settings) {
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

  /** The token's scopes; empty when it is not to be believed. */
  Optional<String> scopes(String header) {
    if (!isBearer(header)) return Optional.empty();
    try {
      return Optional.ofNullable(processor.process(header.substring(7).trim(), null).getStringClaim("scope"));
    } catch (Exception e) {
      return Optional.empty();
    }
  }
}
