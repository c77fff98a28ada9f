package keneyapp.hapi;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Set;

/**
 * Lets in requests with an access token of the identity provider, meant for this server, whose SMART scopes cover what is
 * asked. `metadata` is open. Who may see which patient is not decided here: the application in front does that.
 */
@Interceptor
public class BearerInterceptor {
  private final TokenVerifier tokens;

  public BearerInterceptor(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request) {
    if (request.getRestOperationType() == RestOperationTypeEnum.METADATA) return;
    String header = request.getHeader("Authorization");
    if (!TokenVerifier.isBearer(header)) throw refused("a bearer token is required", "Bearer");
    String scope = tokens.scopes(header).orElseThrow(() -> refused("the bearer token is not valid", "Bearer error=\"invalid_token\""));
    boolean isWrite = writes(request);
    // Subscriptions and terminology belong to the installation, not to a person
    boolean isForSystem = isWrite && Set.of("Subscription", "SearchParameter", "CodeSystem", "ValueSet", "ConceptMap").contains(String.valueOf(request.getResourceName()));
    for (String one : scope.split(" ")) if (Scope.covers(one, request.getResourceName(), isWrite, isForSystem)) return;
    throw new ForbiddenOperationException("the scopes of the bearer token do not cover this");
  }

  /** A batch or transaction may hold anything: it needs the right to write. */
  private static boolean writes(RequestDetails request) {
    if (request.getRequestType() == RequestTypeEnum.GET || request.getRequestType() == RequestTypeEnum.HEAD) return false;
    RestOperationTypeEnum operation = request.getRestOperationType();
    return operation != RestOperationTypeEnum.SEARCH_TYPE && operation != RestOperationTypeEnum.SEARCH_SYSTEM;
  }

  private static AuthenticationException refused(String why, String challenge) {
    AuthenticationException refusal = new AuthenticationException(why);
    refusal.addResponseHeader("WWW-Authenticate", challenge);
    return refusal;
  }
}
