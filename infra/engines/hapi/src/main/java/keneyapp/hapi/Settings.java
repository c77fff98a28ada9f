package keneyapp.hapi;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param baseUrl address under which clients reach the server; links in bundles begin with it
 * @param issuer who signs access tokens
 * @param jwksUrl where its public keys are
 * @param audience that an access token must be meant for
 * @param clients of the identity provider to which an access token may have been given
 * @param hookOrigins origins that a Subscription may call; no other address is ever called
 */
@ConfigurationProperties("keneyapp")
public record Settings(String baseUrl, String issuer, String jwksUrl, String audience, List<String> clients, List<String> hookOrigins) {}
