/** A service of somebody else that a package calls, whose address stands in the package itself. */
export interface OutsideService {
  /** Id of the component, and the last name that is tried for it. */
  readonly id: string;
  readonly title: string;
  /** Modules as code imports them; what lies below one counts, too. */
  readonly modules: readonly string[];
  /** Names by which settings of a container show that it calls the service. */
  readonly environment: readonly string[];
}

type Row = readonly [id: string, title: string, modules: string, environment: string];

/**
 * Client libraries of services of others, as their makers publish them for Node and Python; words are parted by spaces.
 * Sign-in providers, error reports and product analytics are left out: they are no part of what a request needs.
 */
const rows: readonly Row[] = [
  [
    'openai',
    'OpenAI',
    'openai @ai-sdk/openai @ai-sdk/azure langchain_openai @langchain/openai @azure/openai',
    'OPENAI_API_KEY AZURE_OPENAI_ENDPOINT AZURE_OPENAI_API_KEY',
  ],
  [
    'anthropic',
    'Anthropic',
    'anthropic @anthropic-ai/sdk @ai-sdk/anthropic langchain_anthropic @langchain/anthropic',
    'ANTHROPIC_API_KEY',
  ],
  [
    'gemini',
    'Google Gemini',
    'google.generativeai google.genai @google/generative-ai @google/genai @ai-sdk/google langchain_google_genai',
    'GEMINI_API_KEY GOOGLE_GENERATIVE_AI_API_KEY',
  ],
  ['mistral', 'Mistral', 'mistralai @mistralai/mistralai @ai-sdk/mistral', 'MISTRAL_API_KEY'],
  ['cohere', 'Cohere', 'cohere cohere-ai @ai-sdk/cohere', 'COHERE_API_KEY'],
  ['groq', 'Groq', 'groq groq-sdk @ai-sdk/groq', 'GROQ_API_KEY'],
  ['replicate', 'Replicate', 'replicate', 'REPLICATE_API_TOKEN'],
  ['voyage', 'Voyage AI', 'voyageai voyage-ai-provider', 'VOYAGE_API_KEY'],
  [
    'bedrock',
    'Amazon Bedrock',
    '@aws-sdk/client-bedrock-runtime @ai-sdk/amazon-bedrock langchain_aws @langchain/aws',
    '',
  ],
  ['pinecone', 'Pinecone', 'pinecone @pinecone-database/pinecone', 'PINECONE_API_KEY'],
  ['algolia', 'Algolia', 'algoliasearch', 'ALGOLIA_API_KEY'],
  ['deepai', 'DeepAI', 'deepai', 'DEEPAI_API_KEY'],
  ['ses', 'Amazon SES', '@aws-sdk/client-ses @aws-sdk/client-sesv2', ''],
  ['sns', 'Amazon SNS', '@aws-sdk/client-sns', ''],
  ['textract', 'Amazon Textract', '@aws-sdk/client-textract', ''],
  ['rekognition', 'Amazon Rekognition', '@aws-sdk/client-rekognition', ''],
  ['postmark', 'Postmark', 'postmark postmarker', 'POSTMARK_API_TOKEN POSTMARK_API_KEY'],
  [
    'mandrill',
    'Mailchimp',
    '@mailchimp/mailchimp_transactional @mailchimp/mailchimp_marketing mailchimp_transactional',
    '',
  ],
  ['twilio', 'Twilio', 'twilio', 'TWILIO_AUTH_TOKEN'],
  ['vonage', 'Vonage', '@vonage/server-sdk vonage', ''],
  ['plivo', 'Plivo', 'plivo', ''],
  ['fcm', 'Firebase Cloud Messaging', 'firebase-admin/messaging', ''],
  ['expo-push', 'Expo push', 'expo-server-sdk', ''],
  ['slack', 'Slack', '@slack/web-api @slack/bolt slack_sdk slack_bolt', 'SLACK_BOT_TOKEN'],
  ['telegram', 'Telegram', 'telegraf node-telegram-bot-api grammy telegram aiogram telebot', 'TELEGRAM_BOT_TOKEN'],
  ['discord', 'Discord', 'discord.js discord', 'DISCORD_TOKEN DISCORD_BOT_TOKEN'],
  ['github', 'GitHub', '@octokit/rest @octokit/core octokit @octokit/app github', ''],
  ['gitlab', 'GitLab', '@gitbeaker/rest @gitbeaker/node gitlab', ''],
  ['hubspot', 'HubSpot', '@hubspot/api-client hubspot', ''],
  ['notion', 'Notion', '@notionhq/client notion_client', ''],
  ['airtable', 'Airtable', 'airtable pyairtable', 'AIRTABLE_API_KEY'],
  ['zendesk', 'Zendesk', 'node-zendesk zenpy', ''],
  ['shopify', 'Shopify', '@shopify/shopify-api shopify', ''],
  ['paypal', 'PayPal', '@paypal/checkout-server-sdk paypalrestsdk', 'PAYPAL_CLIENT_SECRET'],
  ['braintree', 'Braintree', 'braintree', ''],
  ['razorpay', 'Razorpay', 'razorpay', 'RAZORPAY_KEY_SECRET'],
  ['mollie', 'Mollie', '@mollie/api-client mollie', ''],
  ['cloudinary', 'Cloudinary', 'cloudinary', 'CLOUDINARY_URL CLOUDINARY_API_SECRET'],
  ['plaid', 'Plaid', 'plaid', 'PLAID_SECRET'],
  ['youtube', 'YouTube', 'youtube_transcript_api yt_dlp youtube-transcript ytdl-core @distube/ytdl-core pytube', ''],
  ['google-maps', 'Google Maps', '@googlemaps/google-maps-services-js googlemaps', 'GOOGLE_MAPS_API_KEY'],
  ['pusher', 'Pusher', 'pusher', 'PUSHER_SECRET'],
  ['ably', 'Ably', 'ably', 'ABLY_API_KEY'],
  ['livekit', 'LiveKit', 'livekit-server-sdk livekit', 'LIVEKIT_API_SECRET'],
  ['restate', 'Restate', '@restatedev/restate-sdk-clients', ''],
];

export const outsideServices: readonly OutsideService[] = rows.map(([id, title, modules, environment]) => ({
  id,
  title,
  modules: wordsOf(modules),
  environment: wordsOf(environment),
}));

/** The service that a module belongs to: `openai/resources` is a part of `openai`. */
export function serviceOfModule(module: string): OutsideService | null {
  return byModule.get(module) ?? byModule.get(parentOf(module)) ?? null;
}

const byModule: ReadonlyMap<string, OutsideService> = new Map(
  outsideServices.flatMap((service) => service.modules.map((module) => [module, service] as const)),
);

/** `@slack/web-api/dist` → `@slack/web-api`; `openai.types` → `openai`. */
function parentOf(module: string): string {
  const [first = '', second = ''] = module.split('/');
  if (module.startsWith('@')) return `${first}/${second}`;
  return module.includes('/') ? first : (module.split('.')[0] ?? module);
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
