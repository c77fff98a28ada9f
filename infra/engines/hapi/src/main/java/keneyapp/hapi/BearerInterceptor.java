package keneyapp.hapi;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;

/**
 * Lets in requests with an access token of the identity provider, meant for this server, whose SMART scopes cover what is
 * asked. Each part of a Bundle is looked at as if it had come alone; what brings other types along (`_include`, chains,
 * `$everything`) asks for the right to all of them. `metadata` is open. Who may see which patient is not decided here: the
 * application in front does that, and the identity provider gives tokens to the application alone.
 */
@Interceptor
public class BearerInterceptor {
  /** Subscriptions and terminology belong to the installation, not to a person. */
  private static final Set<String> OF_INSTALLATION = Set.of("Subscription", "SearchParameter", "CodeSystem", "ValueSet", "ConceptMap");
  /** Operations that read what they are asked about and nothing else; others bring along whatever there is. */
  private static final Set<String> PLAIN_OPERATIONS = Set.of("$expand", "$lookup", "$validate-code", "$translate", "$subsumes", "$validate", "$lastn", "$meta");
  private static final Pattern FURTHER = Pattern.compile("_(rev)?include.*|_has:.*|.*[.].*");
  /** `Patient/1`, `Patient?name=x`, `$everything`; no scheme, no dot segment. */
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+");

  private final TokenVerifier tokens;

  public BearerInterceptor(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request) {
    if (request.getRestOperationType() == RestOperationTypeEnum.METADATA) return;
    String header = request.getHeader("Authorization");
    if (!TokenVerifier.isBearer(header)) throw refused("a bearer token is required", "Bearer");
    String text = tokens.scopes(header).orElseThrow(() -> refused("the bearer token is not valid", "Bearer error=\"invalid_token\""));
    List<String> scopes = Arrays.asList(text.split(" "));
    boolean isCovered = request.getRestOperationType() == RestOperationTypeEnum.TRANSACTION
        ? coversBundle(scopes, request.getResource())
        : coversOne(scopes, request);
    if (!isCovered) throw new ForbiddenOperationException("the scopes of the bearer token do not cover this");
  }

  private static boolean coversOne(List<String> scopes, RequestDetails request) {
    boolean isReading = request.getRequestType() == RequestTypeEnum.GET || request.getRequestType() == RequestTypeEnum.HEAD;
    RestOperationTypeEnum operation = request.getRestOperationType();
    boolean isSearch = isReading || operation == RestOperationTypeEnum.SEARCH_TYPE || operation == RestOperationTypeEnum.SEARCH_SYSTEM;
    return covers(scopes, request.getResourceName(), request.getOperation(), isReading, isSearch, request.getParameters().keySet());
  }

  /** HAPI asks about GET parts once more, one by one; of what is written nobody asks but here. */
  private static boolean coversBundle(List<String> scopes, IBaseResource resource) {
    if (!(resource instanceof Bundle bundle)) return false;
    for (Bundle.BundleEntryComponent part : bundle.getEntry()) if (!coversPart(scopes, part)) return false;
    return true;
  }

  private static boolean coversPart(List<String> scopes, Bundle.BundleEntryComponent part) {
    String url = part.getRequest().getUrl();
    Bundle.HTTPVerb verb = part.getRequest().getMethod();
    if (url == null || verb == null) return false;
    String[] halves = url.split("\\?", 2);
    String[] path = halves[0].replaceFirst("^/", "").split("/");
    String type = TYPE.matcher(path[0]).matches() ? path[0] : null;
    String operation = Arrays.stream(path).filter(segment -> segment.startsWith("$")).findFirst().orElse(null);
    // an address elsewhere, a Bundle in a Bundle, a resource under the name of another type
    if (halves[0].contains(":") || (type == null && operation == null)) return false;
    String written = part.getResource() == null ? null : part.getResource().fhirType();
    boolean isInput = "Parameters".equals(written) || "Binary".equals(written);
    if ("Bundle".equals(written) || (written != null && !isInput && !written.equals(type))) return false;
    boolean isReading = verb == Bundle.HTTPVerb.GET || verb == Bundle.HTTPVerb.HEAD;
    boolean isSearch = isReading || (verb == Bundle.HTTPVerb.POST && path[path.length - 1].equals("_search"));
    List<String> parameters = halves.length < 2 ? List.of() : Arrays.stream(halves[1].split("&")).map(one -> one.split("=", 2)[0]).toList();
    return covers(scopes, type, operation, isReading, isSearch, parameters);
  }

  private static boolean covers(List<String> scopes, String type, String operation, boolean isReading, boolean isSearch, Collection<String> parameters) {
    boolean isOperation = operation != null && operation.startsWith("$");
    boolean isPlain = isOperation && PLAIN_OPERATIONS.contains(operation);
    boolean isWrite = isOperation ? !isPlain && !isReading && !operation.equals("$everything") : !isSearch;
    boolean reachesFurther = isOperation ? !isPlain : isSearch && parameters.stream().anyMatch(name -> FURTHER.matcher(name).matches());
    String needed = reachesFurther ? null : type;
    // an operation on one of them too: it loads a terminology
    boolean isForSystem = isWrite && type != null && OF_INSTALLATION.contains(type);
    for (String scope : scopes) if (Scope.covers(scope, needed, isWrite, isForSystem)) return true;
    return false;
  }

  private static AuthenticationException refused(String why, String challenge) {
    AuthenticationException refusal = new AuthenticationException(why);
    refusal.addResponseHeader("WWW-Authenticate", challenge);
    return refusal;
  }
}
