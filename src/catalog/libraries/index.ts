import type { Library } from '../types.ts';
import { amqplib } from './amqplib.ts';
import { apolloServer } from './apollo-server.ts';
import { apscheduler } from './apscheduler.ts';
import { asyncMutex } from './async-mutex.ts';
import { asyncQueue } from './async-queue.ts';
import { awsS3 } from './aws-s3.ts';
import { awsSqs } from './aws-sqs.ts';
import { axios } from './axios.ts';
import { azureStorage } from './azure-storage.ts';
import { begunWork } from './begun-work.ts';
import { betterAuth } from './better-auth.ts';
import { betterQueue } from './better-queue.ts';
import { boto3 } from './boto3.ts';
import { bree } from './bree.ts';
import { browsers } from './browsers.ts';
import { bull } from './bull.ts';
import { bullmq } from './bullmq.ts';
import { cachetools } from './cachetools.ts';
import { celeryBroker } from './celery.ts';
import { clickhouse } from './clickhouse.ts';
import { commands } from './commands.ts';
import { connectMongo } from './connect-mongo.ts';
import { connectPgSimple } from './connect-pg-simple.ts';
import { connectRedis } from './connect-redis.ts';
import { converters } from './converters.ts';
import { cookieSession } from './cookie-session.ts';
import { cookieSigning } from './cookie-signing.ts';
import { cron } from './cron.ts';
import { croner } from './croner.ts';
import { describedFields } from './described-fields.ts';
import { djangoChannels } from './django-channels.ts';
import { djangoDatabases } from './django-databases.ts';
import { djangoFiles } from './django-files.ts';
import { djangoQ } from './django-q.ts';
import { djangoRatelimit } from './django-ratelimit.ts';
import { djangoRestFramework } from './django-rest-framework.ts';
import { djangoSessions } from './django-sessions.ts';
import { documentFiles } from './document-files.ts';
import { drizzle } from './drizzle-orm.ts';
import { emitters } from './emitters.ts';
import { expressFileupload } from './express-fileupload.ts';
import { expressRateLimit } from './express-rate-limit.ts';
import { expressSession } from './express-session.ts';
import { fastapiUploads } from './fastapi-uploads.ts';
import { fastifyMultipart } from './fastify-multipart.ts';
import { fastifyRateLimit } from './fastify-rate-limit.ts';
import { fastifySecureSession } from './fastify-secure-session.ts';
import { fastifySession } from './fastify-session.ts';
import { fastq } from './fastq.ts';
import { fetchCall } from './fetch.ts';
import { flaskLimiter } from './flask-limiter.ts';
import { flaskSession } from './flask-session.ts';
import { flaskSocketio } from './flask-socketio.ts';
import { flaskUploads } from './flask-uploads.ts';
import { flydrive } from './flydrive.ts';
import { formidable } from './formidable.ts';
import { fsJetpack } from './fs-jetpack.ts';
import { googleAdk } from './google-adk.ts';
import { googleCloudStorage } from './google-cloud-storage.ts';
import { got } from './got.ts';
import { graphqlSubscriptions } from './graphql-subscriptions.ts';
import { graphqlYoga } from './graphql-yoga.ts';
import { hapiYar } from './hapi-yar.ts';
import { heldThreads } from './held-threads.ts';
import { hocuspocus } from './hocuspocus.ts';
import { honoRateLimiter } from './hono-rate-limiter.ts';
import { ioredis } from './ioredis.ts';
import { ironSession } from './iron-session.ts';
import { jsonwebtoken } from './jsonwebtoken.ts';
import { kafkajs } from './kafkajs.ts';
import { keyv } from './keyv.ts';
import { knex } from './knex.ts';
import { koaGenericSession } from './koa-generic-session.ts';
import { koaRatelimit } from './koa-ratelimit.ts';
import { koaSession } from './koa-session.ts';
import { langchainMemory } from './langchain-memory.ts';
import { langchainMemoryPython } from './langchain-memory-python.ts';
import { langgraph } from './langgraph.ts';
import { langgraphPython } from './langgraph-python.ts';
import { libsql } from './libsql.ts';
import { llamaIndexMemory } from './llama-index-memory.ts';
import { logsNode } from './logs-node.ts';
import { logsPython } from './logs-python.ts';
import { lruCache } from './lru-cache.ts';
import { mailgun } from './mailgun.ts';
import { mariadb } from './mariadb.ts';
import { mcpNode } from './mcp-node.ts';
import { mcpPython } from './mcp-python.ts';
import { mercurius } from './mercurius.ts';
import { migrations } from './migrations.ts';
import { mikroOrm } from './mikro-orm.ts';
import { mongodb } from './mongodb.ts';
import { mongoose } from './mongoose.ts';
import { multer } from './multer.ts';
import { mysql2 } from './mysql2.ts';
import { nestjsPlatformExpress } from './nestjs-platform-express.ts';
import { nestjsSchedule } from './nestjs-schedule.ts';
import { nestjsThrottler } from './nestjs-throttler.ts';
import { nestjsWebsockets } from './nestjs-websockets.ts';
import { nodeCache } from './node-cache.ts';
import { nodeCluster } from './node-cluster.ts';
import { nodeCron } from './node-cron.ts';
import { nodeFs } from './node-fs.ts';
import { nodeSchedule } from './node-schedule.ts';
import { nodemailer } from './nodemailer.ts';
import { pQueue } from './p-queue.ts';
import { peewee } from './peewee.ts';
import { pg } from './pg.ts';
import { pgBoss } from './pg-boss.ts';
import { postgresJs } from './postgres-js.ts';
import { prisma } from './prisma.ts';
import { psycopg } from './psycopg.ts';
import { pycrdtWebsocket } from './pycrdt-websocket.ts';
import { pymongo } from './pymongo.ts';
import { pythonFiles } from './python-files.ts';
import { pythonHttp } from './python-http.ts';
import { pythonLocks } from './python-locks.ts';
import { pythonMail } from './python-mail.ts';
import { pythonQueues } from './python-queues.ts';
import { pythonSocketio } from './python-socketio.ts';
import { randomValues } from './random-values.ts';
import { rateLimitRedis } from './rate-limit-redis.ts';
import { rateLimiterFlexible } from './rate-limiter-flexible.ts';
import { redis } from './redis.ts';
import { redisPy } from './redis-py.ts';
import { redlock } from './redlock.ts';
import { resend } from './resend.ts';
import { rq } from './rq.ts';
import { schedule } from './schedule.ts';
import { searchClients } from './search-clients.ts';
import { secretChecks } from './secret-checks.ts';
import { sendgrid } from './sendgrid.ts';
import { sentFiles } from './sent-files.ts';
import { sequelize } from './sequelize.ts';
import { sequences } from './sequences.ts';
import { sharedb } from './sharedb.ts';
import { signatures } from './signatures.ts';
import { slowapi } from './slowapi.ts';
import { socketIoServer } from './socket-io.ts';
import { sqlalchemy } from './sqlalchemy.ts';
import { sqliteNode } from './sqlite-node.ts';
import { sqlitePython } from './sqlite-python.ts';
import { staticFiles } from './static-files.ts';
import { stripe } from './stripe.ts';
import { temporal } from './temporal.ts';
import { toadScheduler } from './toad-scheduler.ts';
import { tortoise } from './tortoise.ts';
import { typeorm } from './typeorm.ts';
import { uvicorn } from './uvicorn.ts';
import { waitsOfLanguages } from './waits.ts';
import { webForms } from './web-forms.ts';
import { wsServer } from './ws.ts';
import { yWebsocket } from './y-websocket.ts';

/** Libraries whose calls are known, one file each, sorted by id. */
export const libraries: readonly Library[] = [
  amqplib,
  apolloServer,
  apscheduler,
  asyncMutex,
  asyncQueue,
  awsS3,
  awsSqs,
  axios,
  azureStorage,
  begunWork,
  betterAuth,
  betterQueue,
  boto3,
  bree,
  browsers,
  bull,
  bullmq,
  cachetools,
  celeryBroker,
  clickhouse,
  commands,
  connectMongo,
  connectPgSimple,
  connectRedis,
  converters,
  cookieSession,
  cookieSigning,
  cron,
  croner,
  describedFields,
  djangoChannels,
  djangoDatabases,
  djangoFiles,
  djangoQ,
  djangoRatelimit,
  djangoRestFramework,
  djangoSessions,
  documentFiles,
  drizzle,
  emitters,
  expressFileupload,
  expressRateLimit,
  expressSession,
  fastapiUploads,
  fastifyMultipart,
  fastifyRateLimit,
  fastifySecureSession,
  fastifySession,
  fastq,
  fetchCall,
  flaskLimiter,
  flaskSession,
  flaskSocketio,
  flaskUploads,
  flydrive,
  formidable,
  fsJetpack,
  googleAdk,
  googleCloudStorage,
  got,
  graphqlSubscriptions,
  graphqlYoga,
  hapiYar,
  heldThreads,
  hocuspocus,
  honoRateLimiter,
  ioredis,
  ironSession,
  jsonwebtoken,
  kafkajs,
  keyv,
  knex,
  koaGenericSession,
  koaRatelimit,
  koaSession,
  langchainMemory,
  langchainMemoryPython,
  langgraph,
  langgraphPython,
  libsql,
  llamaIndexMemory,
  logsNode,
  logsPython,
  lruCache,
  mailgun,
  mariadb,
  mcpNode,
  mcpPython,
  mercurius,
  migrations,
  mikroOrm,
  mongodb,
  mongoose,
  multer,
  mysql2,
  nestjsPlatformExpress,
  nestjsSchedule,
  nestjsThrottler,
  nestjsWebsockets,
  nodeCache,
  nodeCluster,
  nodeCron,
  nodeFs,
  nodeSchedule,
  nodemailer,
  pQueue,
  peewee,
  pg,
  pgBoss,
  postgresJs,
  prisma,
  psycopg,
  pycrdtWebsocket,
  pymongo,
  pythonFiles,
  pythonHttp,
  pythonLocks,
  pythonMail,
  pythonQueues,
  pythonSocketio,
  randomValues,
  rateLimitRedis,
  rateLimiterFlexible,
  redis,
  redisPy,
  redlock,
  resend,
  rq,
  schedule,
  searchClients,
  secretChecks,
  sendgrid,
  sentFiles,
  sequelize,
  sequences,
  sharedb,
  signatures,
  slowapi,
  socketIoServer,
  sqlalchemy,
  sqliteNode,
  sqlitePython,
  staticFiles,
  stripe,
  temporal,
  toadScheduler,
  tortoise,
  typeorm,
  uvicorn,
  waitsOfLanguages,
  webForms,
  wsServer,
  yWebsocket,
];
