import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyDecorators, Body, Controller, Delete, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Session } from '@people-sync/contracts/api';
import { CurrentIdentity, Identity, Public, TakesBody } from '@people-sync/platform';
import { Callable } from '../access/callable.decorator';
import { Readers } from '../access/readers.decorator';
import { Bounded } from '../places/bounded.decorator';
import { classOf } from '../shapes/class-of';
import { FromConsoleGuard } from './from-console.guard';
import { CONSOLE_HEADER } from './own-origin';
import { SignInBody, SignInWith } from './session.dto';
import { Sessions } from './sessions';

/** Of nobody known: little, soon, and so many at once that a slow one keeps nobody else out. */
const fromStrangers = { bytes: 16_384, ms: 5_000, atOnce: 5_000 } as const;

/** Only the console's own code may call; of anybody else's request no body is read. */
const FromConsole = () =>
  applyDecorators(
    UseGuards(FromConsoleGuard),
    ApiHeader({ name: CONSOLE_HEADER, required: true, description: 'Anything; the console sends 1' }),
  );

/** The session of a browser. Its cookie stands for a bearer token at every other address. */
@ApiTags('session')
@Controller('v1/session')
export class SessionController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @Readers()
  @Bounded()
  @Callable()
  @ApiOkResponse({ type: classOf(Session) })
  get(@CurrentIdentity() { subject, roles, tenant }: Identity): Promise<Session> {
    return this.sessions.view({ subject, roles, tenantId: tenant ?? null });
  }

  @Post()
  @TakesBody(fromStrangers)
  @Public()
  @FromConsole()
  @ApiCreatedResponse({ type: classOf(Session), description: 'Signed in: the cookie is the session' })
  async signIn(
    @Req() request: IncomingMessage,
    @Body() body: SignInBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<Session> {
    const { session, cookie } = await this.sessions.signIn(request, body);
    response.setHeader('set-cookie', cookie);
    return session;
  }

  @Post('preview')
  @HttpCode(200)
  @TakesBody(fromStrangers)
  @Public()
  @FromConsole()
  @ApiOkResponse({ type: classOf(Session), description: 'Whom it would sign in; it is not used up' })
  preview(@Body() body: SignInWith): Promise<Session> {
    return this.sessions.preview(body);
  }

  @Delete()
  @HttpCode(204)
  @Public()
  @FromConsole()
  @ApiNoContentResponse({ description: 'Signed out, in every tab of this browser; also if it was not signed in' })
  async signOut(@Req() request: IncomingMessage, @Res({ passthrough: true }) response: ServerResponse): Promise<void> {
    response.setHeader('set-cookie', await this.sessions.signOut(request));
  }
}
