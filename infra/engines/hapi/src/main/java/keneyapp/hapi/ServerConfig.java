package keneyapp.hapi;

import ca.uhn.fhir.batch2.jobs.bulkmodify.reindex.ReindexProvider;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.interceptor.UserRequestRetryVersionConflictsInterceptor;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.TerminologyUploaderProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.narrative2.NullNarrativeGenerator;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The FHIR endpoint, at `/fhir`. */
@Configuration
public class ServerConfig {
  /** The most that the application asks for at once; less would cut its lists. */
  private static final int LARGEST_PAGE = 5_000;

  @Bean
  IResourceSupportedSvc supportedResources(IDaoRegistry registry) {
    return new DaoRegistryResourceSupportedSvc(registry);
  }

  /** The capability statement looks for it by this name. */
  @Bean(name = "myResourceCountsCache")
  ResourceCountCache resourceCounts(IFhirSystemDao<?, ?> dao) {
    return ResourceCountCacheUtil.newResourceCountCache(dao);
  }

  @Bean
  RestfulServer restfulServer(
      Settings settings, TokenVerifier tokens, IFhirSystemDao<?, ?> dao, IJpaSystemProvider system, ResourceProviderFactory resources, JpaStorageSettings storage,
      ISearchParamRegistry parameters, IValidationSupport validation,
      TerminologyUploaderProvider terminology, ValueSetOperationProvider valueSets, ReindexProvider reindex) {
    dao.getContext().setNarrativeGenerator(new NullNarrativeGenerator());
    // what is contained arrives contained: looking for more in every answer costs as much as writing it
    dao.getContext().getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
    RestfulServer server = new RestfulServer(dao.getContext());
    server.registerProviders(resources.createProviders());
    server.registerProviders(system, valueSets, terminology, reindex);
    JpaCapabilityStatementProvider capabilities = new JpaCapabilityStatementProvider(server, dao, storage, parameters, validation);
    capabilities.setImplementationDescription("HAPI FHIR R4");
    server.setServerConformanceProvider(capabilities);
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    // Without a paging provider HAPI searches in the request itself and pages by `_offset`: nothing is written down for a
    // search, which took two thirds of its time. Pages follow what is there when they are asked for.
    server.setDefaultPageSize(50);
    server.setMaximumPageSize(LARGEST_PAGE);
    // never from the Host header: a link in an answer must not lead where a caller wants it to
    server.setServerAddressStrategy(new HardcodedServerAddressStrategy(settings.baseUrl()));
    server.registerInterceptor(new BearerInterceptor(tokens));
    server.registerInterceptor(new HookInterceptor(settings));
    server.registerInterceptor(new UserRequestRetryVersionConflictsInterceptor());
    return server;
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhirEndpoint(RestfulServer server) {
    ServletRegistrationBean<RestfulServer> registration = new ServletRegistrationBean<>(server, "/fhir/*");
    registration.setLoadOnStartup(1);
    return registration;
  }
}
